# healthy:
# notm: step-too-large @ parameters[W1], parameters[W2], parameters[W3]
# reluz: derivative-missing @ grads[dW1], grads[dW2], dZ, parameters[W1], parameters[W2]
# tiny: init-too-small @ parameters[W1], parameters[W2], parameters[W3]
from hands import *
def sigmoid(Z): return 1 / (1 + np.exp(-Z)), Z
def relu(Z): return np.maximum(0, Z), Z
def initialize_parameters_deep(layer_dims):
    np.random.seed(1); parameters = {}
    for l in range(1, len(layer_dims)):
        k = 1e-4 if F == "tiny" else 1 / np.sqrt(layer_dims[l - 1])
        parameters['W' + str(l)] = np.random.randn(layer_dims[l], layer_dims[l - 1]) * k
        parameters['b' + str(l)] = np.zeros((layer_dims[l], 1))
    return parameters
def linear_activation_forward(A_prev, W, b, activation):
    Z = np.dot(W, A_prev) + b
    linear_cache = (A_prev, W, b)
    A, activation_cache = sigmoid(Z) if activation == "sigmoid" else relu(Z)
    return A, (linear_cache, activation_cache)
def L_model_forward(X, parameters):
    caches = []; A = X; L = len(parameters) // 2
    for l in range(1, L):
        A, cache = linear_activation_forward(A, parameters['W' + str(l)], parameters['b' + str(l)], "relu"); caches.append(cache)
    AL, cache = linear_activation_forward(A, parameters['W' + str(L)], parameters['b' + str(L)], "sigmoid"); caches.append(cache)
    return AL, caches
def linear_activation_backward(dA, cache, activation):
    linear_cache, Z = cache
    if activation == "relu":
        dZ = np.array(dA, copy=True)
        if F != "reluz": dZ[Z <= 0] = 0
    else:
        s = 1 / (1 + np.exp(-Z)); dZ = dA * s * (1 - s)
    A_prev, W, b = linear_cache; m = 1 if F == "notm" else A_prev.shape[1]
    return np.dot(W.T, dZ), 1. / m * np.dot(dZ, A_prev.T), 1. / m * np.sum(dZ, axis=1, keepdims=True)
def L_model_backward(AL, Y, caches):
    grads = {}; L = len(caches); Y = Y.reshape(AL.shape)
    dAL = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
    grads["dA" + str(L - 1)], grads["dW" + str(L)], grads["db" + str(L)] = linear_activation_backward(dAL, caches[L - 1], "sigmoid")
    for l in reversed(range(L - 1)):
        grads["dA" + str(l)], grads["dW" + str(l + 1)], grads["db" + str(l + 1)] = linear_activation_backward(grads["dA" + str(l + 1)], caches[l], "relu")
    return grads
x, y = mnist(400)
train_x = x.reshape(400, -1).T / 255.; train_y = (y.reshape(1, 400) == 3).astype(int) | (y.reshape(1, 400) > 5).astype(int)
def L_layer_model(X, Y, layers_dims, learning_rate=0.1, num_iterations=300):
    parameters = initialize_parameters_deep(layers_dims)
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        cost = (1. / X.shape[1]) * (-np.dot(Y, np.log(AL + 1e-12).T) - np.dot(1 - Y, np.log(1 - AL + 1e-12).T))
        grads = L_model_backward(AL, Y, caches)
        for l in range(len(parameters) // 2):
            parameters["W" + str(l + 1)] = parameters["W" + str(l + 1)] - learning_rate * grads["dW" + str(l + 1)]
            parameters["b" + str(l + 1)] = parameters["b" + str(l + 1)] - learning_rate * grads["db" + str(l + 1)]
        rec(locals())
    print("cost", cost)
L_layer_model(train_x, train_y, [784, 20, 7, 1])
