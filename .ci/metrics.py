"""Reads a page of metrics in the text of Prometheus and in that of OpenMetrics, with the parsers of prometheus_client."""
import sys

from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families as prometheus

with open(sys.argv[1], encoding="utf-8") as page:
    plain = {family.name: family for family in prometheus(page.read())}
with open(sys.argv[2], encoding="utf-8") as page:
    families = {family.name: family for family in openmetrics(page.read())}

# Counters alone are called by other names.
missing = {name for name, family in families.items() if name not in plain and family.type != "counter"}
if missing or not families:
    sys.exit(f"not in both: {sorted(missing)}")
for name, family in sorted(families.items()):
    print(name, family.type, len(family.samples))
    for sample in family.samples:
        if sample.exemplar:
            print("traced", sample.exemplar.labels["trace_id"], sample.name, sample.exemplar.value)
