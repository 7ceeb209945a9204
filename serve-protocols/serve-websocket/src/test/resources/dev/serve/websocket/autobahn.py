# Runs Autobahn's fuzzing client; arguments: the folder of the suite, and the specification as JSON.
import json
import sys

sys.path.insert(0, sys.argv[1])
import pkg_resources


class Version(object):
    version = "0.5.5"


# The bundle is made of flattened eggs, which do not know their versions.
pkg_resources.get_distribution = lambda name: Version()
from autobahntestsuite import wstest

wstest.start({"mode": "fuzzingclient", "debug": False}, json.loads(sys.argv[2]))
