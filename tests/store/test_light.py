"""What the first window needs of the store does not load the database toolkit."""

import subprocess
import sys


def test_the_unlock_screen_needs_no_sqlalchemy():
    script = (
        "import sys\n"
        "import needlechart.store.vault, needlechart.store.thread, needlechart.store.problems\n"
        "import needlechart.store.passphrase, needlechart.store.recovery, needlechart.store.waiting\n"
        "slow = {'sqlalchemy', 'alembic', 'sqlcipher3', 'cryptography', 'argon2'} & set(sys.modules)\n"
        "sys.exit(' '.join(sorted(slow)) or 0)\n"
    )
    ended = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
