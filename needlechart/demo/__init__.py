"""A fictional clinic that looks like life: nobody in it exists, and every name says so."""

from needlechart.demo.records import DEMO_PASSPHRASE, DemoClinic, Signing, demo_records

__all__ = ["DEMO_PASSPHRASE", "DemoClinic", "Signing", "demo_records"]
