"""Fits what the answerer weighs with; run by hand, never imported by the product."""
