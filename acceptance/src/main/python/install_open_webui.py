"""Installs Open WebUI into this interpreter's environment, without PyTorch.

Only two of its requirements ask for PyTorch. They are installed without their own requirements: with an external
embedding engine Open WebUI never uses what they need it for.
"""

import importlib.metadata
import os
import re
import subprocess
import sys

WANT_TORCH = ("accelerate", "sentence-transformers")


def pip(*arguments):
    options = ["--disable-pip-version-check", "--progress-bar", "off"]
    subprocess.run([sys.executable, "-m", "pip", "install", *options, *arguments], check=True)


pip("--no-deps", sys.argv[1])
requirements = [
    requirement
    for requirement in importlib.metadata.requires(re.split("==", sys.argv[1])[0])
    if "extra ==" not in requirement
]
torch = [one for one in requirements if one.startswith(WANT_TORCH)]
listed = os.path.join(sys.prefix, "requirements.txt")
with open(listed, "w", encoding="utf-8") as file:
    file.write("\n".join(one for one in requirements if one not in torch) + "\n")
pip("-r", listed)
pip("--no-deps", *torch)
