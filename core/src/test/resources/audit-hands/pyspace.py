# asposted: step-ascends @ W1, W2
# healthy:
# rates: step-too-large @ W1, W2
from hands import *
np.random.seed(12)
Xa, ya = mnist(500)
X = Xa / 255; Y = np.eye(10)[ya]
sigmoid = lambda z: 1 / (1 + np.exp(-z)); d_sig = lambda z: sigmoid(z) * (1 - sigmoid(z))
batch = 500; learning_rate = 3
B1 = np.random.randn(30, 1); B2 = np.random.randn(10, 1); W1 = np.random.randn(784, 30); W2 = np.random.randn(30, 10)
if F == "rates": batch_d = 0.02
else: batch_d = batch
for i in range(60):
    c_B1 = np.zeros(B1.shape); c_B2 = np.zeros(B2.shape); c_W1 = np.zeros(W1.shape); c_W2 = np.zeros(W2.shape)
    for b in range(0, np.size(X, 0), batch):
        inputs = X[b:b+batch]; outputs = Y[b:b+batch]
        Z1 = inputs @ W1 + B1.T; A1 = sigmoid(Z1); Z2 = A1 @ W2 + B2.T; A2 = sigmoid(Z2)
        e_L = ((outputs - A2) if F == "asposted" else (A2 - outputs)) * d_sig(Z2)
        e_1 = np.multiply(np.dot(e_L, W2.T), d_sig(Z1))
        d_B2 = np.sum(e_L, axis=0).reshape((np.size(B2, 0), 1)); d_B1 = np.sum(e_1, axis=0).reshape((np.size(B1, 0), 1))
        d_W2 = np.dot(A1.T, e_L); d_W1 = np.dot(inputs.T, e_1)
        c_B1 = np.add(c_B1, d_B1); c_B2 = np.add(c_B2, d_B2); c_W1 = np.add(c_W1, d_W1); c_W2 = np.add(c_W2, d_W2)
    B1 = np.subtract(B1, (learning_rate/batch_d) * c_B1); B2 = np.subtract(B2, (learning_rate/batch_d) * c_B2)
    W1 = np.subtract(W1, (learning_rate/batch_d) * c_W1); W2 = np.subtract(W2, (learning_rate/batch_d) * c_W2)
    rec({k: v for k, v in locals().items() if k not in ("Xa", "ya", "batch_d")})
print("cost", np.sum((A2 - outputs) ** 2) / 500)
