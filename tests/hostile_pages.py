"""Pages that hold a parser for longer than anybody would wait."""

HANG = b"<html><body><div " + b" ".join(b"a%d=1" % n for n in range(60_000)) + b">x</div></body></html>"
PUBLISHER = b'<script type="application/ld+json">' + b'"publisher":' * 15_800 + b"</script>"  # 190 KB
