# healthy:
# noder: derivative-missing @ d_dec, d_enc
# tied: backprop-wrong-weights @ d_enc
from hands import *
np.random.seed(6)
data = mnist(200)[0].astype(float) / 255
enc_w = np.random.randn(784, 32) * 0.05; enc_b = np.zeros(32); dec_w = np.random.randn(32, 784) * 0.05; dec_b = np.zeros(784)
sig = lambda q: 1 / (1 + np.exp(-q))
alpha = 3.0
for ep in range(100):
    code = sig(data @ enc_w + enc_b)
    recon = sig(code @ dec_w + dec_b)
    diff = recon - data
    d_dec = diff * recon * (1 - recon) if F != "noder" else diff * 0.1
    if F == "tied":
        dec_w_grad = code.T @ d_dec / len(data); dec_w = dec_w - alpha * dec_w_grad
        d_enc = d_dec @ dec_w.T * code * (1 - code)
    else:
        d_enc = d_dec @ dec_w.T * code * (1 - code) if F != "noder" else d_dec @ dec_w.T
        dec_w_grad = code.T @ d_dec / len(data)
        dec_w = dec_w - alpha * dec_w_grad
    enc_w = enc_w - alpha * data.T @ d_enc / len(data)
    dec_b = dec_b - alpha * d_dec.mean(0); enc_b = enc_b - alpha * d_enc.mean(0)
    rec(locals())
print("mse", np.mean(diff ** 2))
