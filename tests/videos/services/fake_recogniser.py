"""Stands for a speech recogniser: a program that is given a WAV file and prints WebVTT."""

import sys
import wave

audio, language = sys.argv[1:3]
with wave.open(audio) as sound:
    seconds = sound.getnframes() / sound.getframerate()
    form = (sound.getnchannels(), sound.getframerate(), sound.getsampwidth())
if language == "tlh":
    sys.exit("No model for this language.")
print(f"WEBVTT\n\n00:00.000 --> 00:00.500\n{language} {form} {seconds:.1f}\n")
