"""After any migration the search indexes are read anew, by which those of names come into being.

What SQLite had under the name papers_search_word showed another table's words and could not hold those of names.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("papers", "0015_not_same")]

    operations = [migrations.RunSQL("DROP TABLE IF EXISTS papers_search_word", migrations.RunSQL.noop)]
