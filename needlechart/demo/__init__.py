"""A fictional clinic that looks like life: nobody in it exists, and every name says so.

`records.demo_records` makes it; `secret.DEMO_PASSPHRASE` opens it.
"""
