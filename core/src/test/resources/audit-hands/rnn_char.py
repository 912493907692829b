# healthy:
from hands import *
np.random.seed(0)
data = "hello world, the quick brown fox jumps over the lazy dog. " * 20
chars = sorted(set(data)); vocab_size = len(chars); ix = {c: i for i, c in enumerate(chars)}
hidden_size, seq_length, learning_rate = 24, 12, 1e-1
Wxh = np.random.randn(hidden_size, vocab_size) * 0.01; Whh = np.random.randn(hidden_size, hidden_size) * 0.01; Why = np.random.randn(vocab_size, hidden_size) * 0.01
bh = np.zeros((hidden_size, 1)); by = np.zeros((vocab_size, 1))
mWxh, mWhh, mWhy, mbh, mby = [np.zeros_like(q) for q in (Wxh, Whh, Why, bh, by)]
p = 0; hprev = np.zeros((hidden_size, 1))
for n in range(40):
    inputs = [ix[c] for c in data[p:p + seq_length]]; targets = [ix[c] for c in data[p + 1:p + seq_length + 1]]
    xs, hs, ys, ps = {}, {}, {}, {}; hs[-1] = np.copy(hprev); loss = 0
    for t in range(len(inputs)):
        xs[t] = np.zeros((vocab_size, 1)); xs[t][inputs[t]] = 1
        hs[t] = np.tanh(Wxh @ xs[t] + Whh @ hs[t - 1] + bh); ys[t] = Why @ hs[t] + by
        ps[t] = np.exp(ys[t]) / np.sum(np.exp(ys[t])); loss += -np.log(ps[t][targets[t], 0])
    dWxh, dWhh, dWhy, dbh, dby = [np.zeros_like(q) for q in (Wxh, Whh, Why, bh, by)]; dhnext = np.zeros_like(hs[0])
    for t in reversed(range(len(inputs))):
        dy = np.copy(ps[t]); dy[targets[t]] -= 1
        dWhy += dy @ hs[t].T; dby += dy; dh = Why.T @ dy + dhnext; dhraw = (1 - hs[t] * hs[t]) * dh
        dbh += dhraw; dWxh += dhraw @ xs[t].T; dWhh += dhraw @ hs[t - 1].T; dhnext = Whh.T @ dhraw
    hprev = hs[len(inputs) - 1]
    for param, dparam, mem in zip([Wxh, Whh, Why, bh, by], [dWxh, dWhh, dWhy, dbh, dby], [mWxh, mWhh, mWhy, mbh, mby]):
        mem += dparam * dparam; param += -learning_rate * dparam / np.sqrt(mem + 1e-8)
    rec({k: v for k, v in locals().items() if k not in ("param", "dparam", "mem")})
    p += seq_length
print("loss", loss)
