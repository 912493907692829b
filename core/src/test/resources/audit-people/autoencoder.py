# The target is the input itself.
# healthy:
# no_derivative: derivative-missing @ d_code
from toy import *
from descent_trace import record

data = pixels(40, 16, 4, 30)[0] / 255.0
rng = np.random.RandomState(6)
enc_w = rng.randn(16, 5) * 0.4
enc_b = np.zeros(5)
dec_w = rng.randn(5, 16) * 0.4
dec_b = np.zeros(16)
sig = lambda q: 1 / (1 + np.exp(-q))
alpha = 2.0
for epoch in range(4):
    code = sig(data @ enc_w + enc_b)
    recon = sig(code @ dec_w + dec_b)
    diff = recon - data
    d_recon = diff * recon * (1 - recon)
    d_code = d_recon @ dec_w.T
    if fault != "no_derivative":
        d_code = d_code * code * (1 - code)
    dec_w = dec_w - alpha * code.T @ d_recon / len(data)
    dec_b = dec_b - alpha * d_recon.mean(0)
    enc_w = enc_w - alpha * data.T @ d_code / len(data)
    enc_b = enc_b - alpha * d_code.mean(0)
    record({k: x for k, x in locals().items() if k != "sig"}, folder)
