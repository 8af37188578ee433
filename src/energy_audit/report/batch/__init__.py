"""The whole batch as frozen data: rosters, counts, lists and pictures of its pages and papers."""
