"""NumPy's curves of the collapse and its two variants, thinned: `python3 make_collapse_curves.py curves.json > collapse-curves.csv`.

curves.json comes from make_collapse.py (kept with the project's shared material): loss = mean squared error and accuracy of
784-16-10 in float64, per step, measured before the step's update, from the weights in experiments/collapse-start.npz.
"""
import json, sys

print("way,step,mean_squared_error,accuracy")
for way, curve in json.load(open(sys.argv[1])).items():
    for point in curve:
        if point["step"] <= 10 or point["step"] % 10 == 0:
            print(f"{way},{point['step']},{point['loss']!r},{point['accuracy']}")
