#!/usr/bin/env python3
"""face_heads.py OUT.npz [COUNT]: renders heads of people who do not exist, in poses and skin tones that photos lack.

Uses heads.py (render) from the folder named in SLADD_HEADS or beside this file. Half a second a head.
"""
import os, sys
import cv2, numpy as np
sys.path[:0] = [os.environ.get("SLADD_HEADS", "."), os.path.dirname(os.path.abspath(__file__))]
from heads import render

POINTS = np.array([(0, -.98, .5), (.55, .48, .7), (-.55, .48, .7), (.78, .05, -.05), (-.78, .05, -.05), (0, -.33, 1.08), (.45, -.6, .5), (-.45, -.6, .5), (0, .5, .85)])

def main():
    out, n = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 240; r = np.random.default_rng(5); N = 112; I, K, B = [], [], []
    for i in range(n):
        yaw, pitch = r.uniform(-1.5, 1.5), r.normal(0, .22); tone = r.uniform(.12, .95); skin = np.array([.95, .72, .6]) * tone ** .8 * r.uniform(.9, 1.1, 3); hair = np.array([.5, .4, .3]) * r.uniform(.05, 1.6) * r.uniform(.7, 1.2, 3)
        c, hit = render(N, tuple(skin.clip(0, 1)), tuple(hair.clip(0, 1)), yaw, pitch, seed=i + 100, hairlen=r.choice([0, .3, .6, .9]), jaw=r.uniform(.9, 1.07), eye=tuple(r.uniform(.1, .5, 3)))
        cy, sy, cp, sp = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch)
        M = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]]) @ np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]]); q = POINTS @ M   # world to camera: the transpose of render's
        u, v = (q[:, 0] + 1.7) / 3.4 * (N - 1), (1.55 - q[:, 1]) / 3.4 * (N - 1)
        b = np.array([u.min(), v.min(), u.max(), v.max()]); m = (hit * 255).astype(np.uint8)
        m[int(b[3] + .5 * (b[3] - b[1])):] = 0
        I.append((c[..., ::-1] * 255).astype(np.uint8)); K.append(cv2.GaussianBlur(m, (0, 0), 1.2)); B.append(b)
    np.savez_compressed(out, image=np.stack(I), mask=np.stack(K), box=np.stack(B).astype(np.float32))

if __name__ == "__main__": main()
