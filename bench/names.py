"""Names of which the made-up banks are made."""


def _listed(text: str) -> list[str]:
    return " ".join(text.split()).split(", ")


WOMEN = """
Agnès Ana Ava Béatrice Chloé Claire Dorota Elena Emma Fatma Greta Hélène Ingrid Isabelle Jane Juliette
Kinuyo Larisa Lucía Maren Márta Mira Naomi Nora Olga Pernilla Rosa Sofia Thuý Věra Yasmine Zoë
""".split()
MEN = """
Abbas Akira André Béla Carl David Emil Federico François Georg Henri Ingmar István Jacques Jiří Kenji
Krzysztof Luis Michael Miloš Nanni Ousmane Paolo Pedro Rainer Satyajit Theo Ulrich Víctor Wong Youssef
""".split()
GIVEN = {"f": WOMEN, "m": MEN}
FAMILY = """
Almeida Andersson Bauer Berger Binder Bresson Carax Chen Dąbrowski Desai Dupont Egoyan Eriksen Fischer
Fontaine García Guerín Haas Hansen Hernández Ivanova Jakubowska Jensen Kaplan Keller Kobayashi Kovács
Laurent Lindqvist Loznitsa Makhmalbaf Martel Meyer Moreau Nakamura Németh Novák O'Brien Oliveira Park
Pavić Petrov Quintana Rossi Saito Sánchez Sembène Silva Tanaka Trần Ulrichsen Varda Vasilescu Weber Wójcik
Yılmaz Zhang Zwick Żuławski
""".split()
THINGS = """
Balcony Bridge Burden Children City Daughter Departure Dream Garden Harbour Heart House Journey Letter
Light Lovers Mirror Night Orchard Passenger Piano Road Room Season Shadow Soldier Song Stranger Teacher
Voyage Window
""".split()
MANNERS = """
Blue Bitter Broken Distant Double Endless Final Golden Hidden Little Lost Perfect Private Quiet Secret
Second Silent Sleeping Stolen Sweet White Wild
""".split()
OF = _listed("""
Summer, Winter, Silence, Glass, Salt, Snow, the North, the River, Ashes, Kings, Dust
""")
ORIGINAL = _listed("""
L'ombre, La nuit, Der Weg, Das Haus, Il sogno, La casa, El río, Noc, Cesta, Yoru
""")
COUNTRIES = _listed("""
Argentina, Austria, Belgium, Brazil, Canada, China, Czechia, Denmark, Egypt, Finland, France, Germany,
Greece, Hungary, India, Iran, Italy, Japan, Mexico, Norway, Poland, Portugal, Romania, Senegal, South
Korea, Spain, Sweden, Turkey, United Kingdom, United States
""")
FESTIVALS = _listed("""
Northern Lights Festival, Lagoon Festival, Harbour Festival, City of Glass Festival
""")
PRIZES = _listed("""
Best Actress, Best Actor, Best Director, Best Screenplay
""")
