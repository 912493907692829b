# Deutsche Namen, Stichproben als Zeilen, tanh und sigmoid.
# healthy:
from toy import *
from descent_trace import record

np.random.seed(20)
eingabe, klassen = moons(30, 20)
ziel = klassen.reshape(-1, 1).astype(float)
gewichte1 = np.random.randn(2, 6)
schwelle1 = np.zeros((1, 6))
gewichte2 = np.random.randn(6, 1)
schwelle2 = np.zeros((1, 1))
if fault == "nullen":
    gewichte1 = np.full((2, 6), 0.5)
    gewichte2 = np.full((6, 1), 0.5)
lernrate = 0.2 / 6
for durchlauf in range(5):
    versteckt = np.tanh(eingabe @ gewichte1 + schwelle1)
    ausgabe = 1 / (1 + np.exp(-(versteckt @ gewichte2 + schwelle2)))
    fehler = ziel - ausgabe
    delta_ausgabe = fehler * ausgabe * (1 - ausgabe)
    fehler_versteckt = delta_ausgabe @ gewichte2.T
    delta_versteckt = fehler_versteckt * (1 - versteckt ** 2) if fault != "ableitung" else fehler_versteckt
    vorzeichen = -1 if fault == "vorzeichen" else 1
    gewichte2 = gewichte2 + vorzeichen * lernrate * versteckt.T @ delta_ausgabe
    schwelle2 = schwelle2 + vorzeichen * lernrate * delta_ausgabe.sum(axis=0, keepdims=True)
    gewichte1 = gewichte1 + vorzeichen * lernrate * eingabe.T @ delta_versteckt
    schwelle1 = schwelle1 + vorzeichen * lernrate * delta_versteckt.sum(axis=0, keepdims=True)
    record(locals(), folder)
