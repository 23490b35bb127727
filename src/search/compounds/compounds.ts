/**
 * 300 compounds of the course, the office and everyday life with the parts by which people look for them, a line each:
 * word, then parts. Only for measuring: nothing here is read when the lexicon is made.
 */
export const compounds = `
prüfungsordnung prüfung ordnung
hausordnung haus ordnung
lernbegleitung lern begleitung
lerngruppe lern gruppe
lerneinheit lern einheit
lernzeit lern zeit
gruppenarbeit gruppe arbeit
gruppenaufgabe gruppe aufgabe
einzelaufgabe einzel aufgabe
mindestanforderung mindest anforderung
kursleitung kurs leitung
kursgebühr kurs gebühr
wartelistenplatz warte liste platz
bewerbungsfrist bewerbung frist
anmeldefrist anmelde frist
abgabefrist abgabe frist
prüfungsfall prüfung fall
prüfungsgruppe prüfung gruppe
prüfungsergebnis prüfung ergebnis
wiederholungsprüfung wiederholung prüfung
zulassungsbescheid zulassung bescheid
teilnahmebestätigung teilnahme bestätigung
zertifikatsnummer zertifikat nummer
zertifikatskurs zertifikat kurs
leitfrage leit frage
bewertungsbogen bewertung bogen
bewertungshinweis bewertung hinweis
übungsfall übung fall
musterarbeit muster arbeit
abschlusstreffen abschluss treffen
auftakttreffen auftakt treffen
videokonferenz video konferenz
tagesordnung tag ordnung
tagesordnungspunkt tag ordnung punkt
sitzungsprotokoll sitzung protokoll
teilnehmerliste teilnehmer liste
mitgliederliste mitglieder liste
mitgliederversammlung mitglieder versammlung
mitgliedsbeitrag mitglied beitrag
moderationsteam moderation team
moderationsregel moderation regel
meldeweg melde weg
meldungsgrund meldung grund
gesprächsleitfaden gespräch leitfaden
gesprächsregel gespräch regel
diskussionsforum diskussion forum
kundenforum kunde forum
kundencommunity kunde community
fachcommunity fach community
wissensmanagement wissen management
communitymanagement community management
communitymanager community manager
wissensaustausch wissen austausch
erfahrungsaustausch erfahrung austausch
ideenwettbewerb ideen wettbewerb
strategieplan strategie plan
strategiepapier strategie papier
zielgruppe ziel gruppe
zielgruppenanalyse ziel gruppe analyse
stakeholderanalyse stakeholder analyse
redaktionskalender redaktion kalender
veranstaltungskalender veranstaltung kalender
startplan start plan
eröffnungsveranstaltung eröffnung veranstaltung
krisenplan krise plan
krisenkommunikation krise kommunikation
krisenstab krise stab
eskalationsstufe eskalation stufe
beziehungsanalyse beziehung analyse
beziehungspflege beziehung pflege
netzwerkanalyse netzwerk analyse
kennzahlenblatt kennzahl blatt
erfolgskriterium erfolg kriterium
reifegrad reife grad
reifegradmodell reife grad modell
lebenszyklus leben zyklus
wachstumsphase wachstum phase
planungsphase planung phase
werbekampagne werbe kampagne
öffentlichkeitsarbeit öffentlichkeit arbeit
pressemitteilung presse mitteilung
datenschutz daten schutz
datenschutzerklärung daten schutz erklärung
datenschutzbeauftragte daten schutz beauftragte
auftragsverarbeitung auftrag verarbeitung
betriebsrat betrieb rat
betriebsvereinbarung betrieb vereinbarung
personalrat personal rat
mitbestimmungsrecht mitbestimmung recht
arbeitsrecht arbeit recht
urheberrecht urheber recht
nutzungsrecht nutzung recht
nutzungsbedingung nutzung bedingung
löschfrist lösch frist
aufbewahrungsfrist aufbewahrung frist
einspruchsfrist einspruch frist
auskunftsrecht auskunft recht
persönlichkeitsrecht persönlichkeit recht
barrierefreiheit barriere freiheit
fernunterricht fern unterricht
fernunterrichtsschutzgesetz fern unterricht schutz gesetz
zulassungsnummer zulassung nummer
geschäftsführung geschäft führung
geschäftsbedingung geschäft bedingung
abteilungsleiter abteilung leiter
projektleiter projekt leiter
projektleitung projekt leitung
projektplan projekt plan
führungskraft führung kraft
fachkraft fach kraft
mitarbeiterzeitung mitarbeiter zeitung
mitarbeitergespräch mitarbeiter gespräch
arbeitsplatz arbeit platz
arbeitszeit arbeit zeit
arbeitsvertrag arbeit vertrag
arbeitgeberverband arbeitgeber verband
schichtplan schicht plan
schichtübergabe schicht übergabe
dienstplan dienst plan
urlaubsantrag urlaub antrag
weiterbildung weiter bildung
fortbildung fort bildung
ausbildungsplatz ausbildung platz
berufsausbildung beruf ausbildung
handwerksbetrieb handwerk betrieb
industriebetrieb industrie betrieb
maschinenbau maschine bau
softwareentwicklung software entwicklung
produktentwicklung produkt entwicklung
produktfehler produkt fehler
qualitätssicherung qualität sicherung
kundendienst kunde dienst
kaufvertrag kauf vertrag
mietvertrag miet vertrag
rechtsanwalt recht anwalt
gerichtsurteil gericht urteil
gesetzgebung gesetz gebung
verwaltungsrecht verwaltung recht
stadtverwaltung stadt verwaltung
gemeinderat gemeinde rat
bürgermeister bürger meister
bundestag bund tag
landesregierung land regierung
straßenbahn straße bahn
bahnhof bahn hof
flughafen flug hafen
fahrrad fahr rad
fahrradweg fahr rad weg
autobahn auto bahn
fahrplan fahr plan
busfahrer bus fahrer
feuerwehr feuer wehr
feuerwehrhaus feuer wehr haus
krankenhaus kranken haus
krankenschwester kranken schwester
krankenversicherung kranken versicherung
pflegedienstleitung pflege dienst leitung
altenpflege alten pflege
arztpraxis arzt praxis
zahnarzt zahn arzt
zahnbürste zahn bürste
apothekenhelferin apotheke helfer
gesundheitsamt gesundheit amt
schulbuch schul buch
schulleitung schul leitung
grundschule grund schule
hochschule hoch schule
volkshochschule volk hochschule
kinderzimmer kinder zimmer
spielplatz spiel platz
sportverein sport verein
fußballverein fuß ball verein
turnverein turn verein
vereinsvorstand verein vorstand
musikschule musik schule
chorprobe chor probe
theaterstück theater stück
bücherei bücher ei
bibliotheksausweis bibliothek ausweis
wörterbuch wörter buch
tagebuch tag buch
notizbuch notiz buch
zeitungsartikel zeitung artikel
leserbrief leser brief
briefmarke brief marke
postkarte post karte
postfach post fach
telefonnummer telefon nummer
telefonbuch telefon buch
mobiltelefon mobil telefon
computerspiel computer spiel
bildschirm bild schirm
passwort pass wort
benutzername benutzer name
benutzerkonto benutzer konto
kontonummer konto nummer
bankkonto bank konto
kreditkarte kredit karte
steuererklärung steuer erklärung
steuerberater steuer berater
mehrwertsteuer mehrwert steuer
haushaltsplan haushalt plan
kostenstelle kosten stelle
kostenplan kosten plan
rechnungsnummer rechnung nummer
zahlungsfrist zahlung frist
lieferzeit liefer zeit
lieferschein liefer schein
lagerhalle lager halle
warenlager waren lager
einkaufsliste einkauf liste
einkaufswagen einkauf wagen
supermarkt super markt
wochenmarkt woche markt
marktplatz markt platz
rathaus rat haus
wohnzimmer wohn zimmer
wohnungsbau wohnung bau
baugenossenschaft bau genossenschaft
hausmeister haus meister
haustür haus tür
haustürschlüssel haus tür schlüssel
türklinke tür klinke
dachboden dach boden
kellertreppe keller treppe
küchentisch küche tisch
esstisch ess tisch
schreibtisch schreib tisch
kühlschrank kühl schrank
kleiderschrank kleider schrank
geschirrspüler geschirr spüler
waschmaschine wasch maschine
staubsauger staub sauger
kaffeetasse kaffee tasse
kaffeemaschine kaffee maschine
teekanne tee kanne
apfelkuchen apfel kuchen
apfelsaft apfel saft
kartoffelsuppe kartoffel suppe
kartoffelsalat kartoffel salat
käsebrot käse brot
butterbrot butter brot
gemüsesuppe gemüse suppe
mittagessen mittag essen
abendessen abend essen
frühstückstisch frühstück tisch
weihnachtsbaum weihnacht baum
geburtstagskuchen geburt tag kuchen
geburtstag geburt tag
sonnenbrille sonne brille
sonnenschirm sonne schirm
regenschirm regen schirm
wintermantel winter mantel
handschuh hand schuh
schneesturm schnee sturm
wetterbericht wetter bericht
klimawandel klima wandel
umweltschutz umwelt schutz
naturschutz natur schutz
naturschutzgebiet natur schutz gebiet
waldweg wald weg
wanderweg wander weg
flussufer fluss ufer
meeresboden meer boden
hundeleine hund leine
katzenfutter katze futter
pferdestall pferd stall
gartenzaun garten zaun
blumenbeet blume beet
gemüsegarten gemüse garten
baumschule baum schule
obstbaum obst baum
stichprobe stich probe
mittelwert mittel wert
richtlinie richt linie
rückmeldung rück meldung
jahresbericht jahr bericht
monatsende monat ende
halbjahr halb jahr
zwischenstand zwischen stand
zwischenbericht zwischen bericht
ansprechpartner ansprech partner
gesprächspartner gespräch partner
vertrauensperson vertrauen person
schlüsselperson schlüssel person
meinungsfreiheit meinung freiheit
versammlungsraum versammlung raum
besprechungsraum besprechung raum
seminartag seminar tag
präsenztag präsenz tag
selbstlernzeit selbst lern zeit
selbstprüfung selbst prüfung
probezeit probe zeit
probelauf probe lauf
testlauf test lauf
testgruppe test gruppe
vergleichsgruppe vergleich gruppe
forschungsfrage forschung frage
umfrageergebnis umfrage ergebnis
stimmzettel stimm zettel
`;

/** Words in which a careless splitter finds parts that nobody means. */
export const noCompounds = `
erinnerung verantwortung veranstaltung verwaltung unterstützung beteiligung erfahrung erwartung entscheidung
einwilligung begeisterung überraschung entschuldigung gesellschaft gemeinschaft wissenschaft freundschaft mannschaft
eigenschaft botschaft wirtschaft öffentlichkeit persönlichkeit möglichkeit gelegenheit vergangenheit sicherheit
gesundheit krankheit freiheit minderheit information organisation kommunikation diskussion moderation motivation
präsentation dokumentation universität kreativität qualität lehrerin kollegin kundin september november dezember
kalender formular zertifikat argument experiment instrument dokument element abonnement arbeiten antworten begleiten
verstehen besprechen vergleichen wiederholen zusammen miteinander außerdem vielleicht mindestens jemand niemand
interessanter bestimmte geordnete verlorenen gefundene schönere kleinsten
`;
