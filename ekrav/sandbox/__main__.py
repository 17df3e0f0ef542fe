"""`python -m ekrav.sandbox --port N --store FOLDER`."""

from ekrav.sandbox.app import main

main()
