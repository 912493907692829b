# healthy:
# prod: derivative-doubled @ delta_out, out_delta
from hands import *
import math, random
random.seed(3)
# XOR the Java way: plain lists of numbers, one pattern at a time
patterns = [([0, 0], [0]), ([0, 1], [1]), ([1, 0], [1]), ([1, 1], [0])]
ni, nh, no = 3, 3, 1
wi = [[random.uniform(-0.7, 0.7) for _ in range(nh)] for _ in range(ni)]; wo = [[random.uniform(-2, 2) for _ in range(no)] for _ in range(nh)]
N = 0.5
for it in range(500):
    for inp, targets in patterns:
        ai = inp + [1.0]
        ah = [math.tanh(sum(ai[i] * wi[i][j] for i in range(ni))) for j in range(nh)]
        ao = [math.tanh(sum(ah[j] * wo[j][k] for j in range(nh))) for k in range(no)]
        out_delta = [(targets[k] - ao[k]) * (1 - ao[k] ** 2) ** (2 if F == "prod" else 1) for k in range(no)]
        hid_delta = [sum(out_delta[k] * wo[j][k] for k in range(no)) * (1 - ah[j] ** 2) for j in range(nh)]
        for j in range(nh):
            for k in range(no): wo[j][k] += N * out_delta[k] * ah[j]
        for i in range(ni):
            for j in range(nh): wi[i][j] += N * hid_delta[j] * ai[i]
        rec(dict(ai=ai, ah=ah, ao=ao, wi=wi, wo=wo, targets=targets, out_delta=out_delta, hid_delta=hid_delta))
print("out", ao)
