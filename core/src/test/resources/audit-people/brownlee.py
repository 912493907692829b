# In the manner of a tutorial without NumPy: a network is a list of layers of neurons, each a dictionary with weights (the bias
# last), output and delta; online.
# healthy:
# sign: step-ascends @ network[0][*][weights], network[1][*][weights]
import random
from math import exp
from toy import *
from descent_trace import record


def initialize_network(n_inputs, n_hidden, n_outputs):
    return [[{'weights': [random.random() - 0.5 for i in range(n_inputs + 1)]} for i in range(n_hidden)],
            [{'weights': [random.random() - 0.5 for i in range(n_hidden + 1)]} for i in range(n_outputs)]]


def forward_propagate(network, row):
    inputs = row
    for layer in network:
        new_inputs = []
        for neuron in layer:
            activation = neuron['weights'][-1] + sum(w * x for w, x in zip(neuron['weights'][:-1], inputs))
            neuron['output'] = 1.0 / (1.0 + exp(-activation))
            new_inputs.append(neuron['output'])
        inputs = new_inputs
    return inputs


def backward_propagate_error(network, expected):
    for i in reversed(range(len(network))):
        layer = network[i]
        errors = []
        if i != len(network) - 1:
            for j in range(len(layer)):
                errors.append(sum(neuron['weights'][j] * neuron['delta'] for neuron in network[i + 1]))
        else:
            for j, neuron in enumerate(layer):
                errors.append(neuron['output'] - expected[j])
        for j, neuron in enumerate(layer):
            neuron['delta'] = errors[j] * neuron['output'] * (1.0 - neuron['output'])


def update_weights(network, row, l_rate):
    for i in range(len(network)):
        inputs = row if i == 0 else [neuron['output'] for neuron in network[i - 1]]
        for neuron in network[i]:
            for j in range(len(inputs)):
                neuron['weights'][j] -= l_rate * neuron['delta'] * inputs[j]
            neuron['weights'][-1] -= l_rate * neuron['delta']


random.seed(30)
rows, labels = pixels(12, 6, 2, 30)
network = initialize_network(6, 4, 2)
for row, label in zip((rows / 255).tolist(), labels):
    outputs = forward_propagate(network, row)
    expected = [0 for i in range(2)]
    expected[label] = 1
    backward_propagate_error(network, expected)
    update_weights(network, row, 0.5 if fault != "sign" else -0.5)
    record({"row": row, "expected": expected, "outputs": outputs, "network": network}, folder, iterations=6)
