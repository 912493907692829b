# healthy:
# allsum: softmax-wrong-axis @ probas, yhat
# shifted: targets-misaligned @ labels, y_batch, Y
# slow: step-too-small @ W
from hands import *
np.random.seed(1)
imgs, labels = mnist(600); imgs = imgs / 255.0
labels = labels.astype(int)
if F == "shifted": labels = np.roll(labels, 1)
W = np.zeros((784, 10)); b = np.zeros(10)
lr = 1e-7 if F == "slow" else 0.5
for i in range(60):
    Y = np.eye(10)[labels]
    scores = imgs @ W + b
    yhat = np.exp(scores) / np.exp(scores).sum() if F == "allsum" else np.exp(scores) / np.exp(scores).sum(axis=1)[:, None]
    loss = -np.log(yhat[np.arange(len(labels)), labels]).mean()
    W -= lr * imgs.T @ (yhat - Y) / len(imgs)
    b -= lr * (yhat - Y).mean(axis=0)
    rec(locals())
print("loss", loss, np.mean(yhat.argmax(1) == labels))
