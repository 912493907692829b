# As a first program in JavaScript or C is written: lists and loops, one sample after the other, no NumPy at all.
import sys
import math
import random
from descent_trace import record

random.seed(4)
samples = [[0, 0], [0, 1], [1, 0], [1, 1]]
answers = [0, 1, 1, 0]
hiddenWeights = [[random.uniform(-1, 1) for i in range(2)] for h in range(3)]
hiddenBias = [random.uniform(-1, 1) for h in range(3)]
outputWeights = [random.uniform(-1, 1) for h in range(3)]
outputBias = random.uniform(-1, 1)
rate = 0.5
for iteration in range(5):
    input = samples[iteration % 4]
    target = answers[iteration % 4]
    hidden = []
    for h in range(3):
        total = hiddenBias[h]
        for i in range(2):
            total += hiddenWeights[h][i] * input[i]
        hidden.append(1 / (1 + math.exp(-total)))
    total = outputBias
    for h in range(3):
        total += outputWeights[h] * hidden[h]
    output = 1 / (1 + math.exp(-total))
    error = target - output
    outputDelta = error * output * (1 - output)
    hiddenDelta = [outputDelta * outputWeights[h] * hidden[h] * (1 - hidden[h]) for h in range(3)]
    if sys.argv[1] == "faulty":  # the derivative forgotten on the way back
        hiddenDelta = [outputDelta * outputWeights[h] for h in range(3)]
    for h in range(3):
        outputWeights[h] += rate * outputDelta * hidden[h]
        hiddenBias[h] += rate * hiddenDelta[h]
        for i in range(2):
            hiddenWeights[h][i] += rate * hiddenDelta[h] * input[i]
    outputBias += rate * outputDelta
    record(locals(), folder=sys.argv[2])
