"""Read all papers, people and institutions into the search index anew."""

from django.core.management.base import BaseCommand

from papers.indexing import catch_up, read_all_again


class Command(BaseCommand):
    help = "Reads everything that a search finds into the search index anew; searches go on meanwhile."

    def handle(self, **options) -> None:
        papers = read_all_again()
        catch_up()
        self.stdout.write(f"The search index has read {papers} papers.")
