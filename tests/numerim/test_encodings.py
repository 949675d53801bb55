"""Text of which nobody says its encoding: names in many languages, in each encoding that is usual for them."""

import pytest

from numerim.draft.encodings import encoding_of
from numerim.errors import InputError

CENTRAL, CYRILLIC = ("cp1250", "iso-8859-2"), ("cp1251", "koi8-u", "iso-8859-5")
NAMES = {
    "he": (("cp1255",), "שם ישוב,קלפי,כשרים", "נתיבות,רחובות,עפולה,כרמיאל,אשקלון"),
    "ar": (("cp1256",), "المحافظة,الأصوات الصحيحة", "صفاقس,القيروان,بنزرت,قابس,أريانة"),
    "fa": (("cp1256",), "شهرستان,آرا,باطله", "پاکدشت,چالوس,گرگان,بجنورد,ساوه"),
    "el": (("cp1253", "iso-8859-7"), "Δήμος,Έγκυρα,Άκυρα", "Λάρισα,Βόλος,Ιωάννινα,Χανιά,Καβάλα"),
    "tr": (("cp1254", "iso-8859-9"), "İlçe,Geçerli oy,Kayıtlı seçmen", "Eskişehir,Beyoğlu,Kırşehir,Muğla,Çankırı"),
    "th": (("cp874", "tis-620"), "จังหวัด,บัตรดี,บัตรเสีย", "ลำปาง,ขอนแก่น,ชลบุรี,ตรัง,นครพนม"),
    "zh-Hant": (("big5", "cp950"), "村里,有效票數,無效票數", "板橋區,三重區,鳳山區,左營區,鼓山區"),
    "zh-Hans": (("gb18030", "gb2312"), "地区,有效票,无效票", "海淀区,浦东新区,深圳市,石家庄市,重庆市"),
    "ko": (("euc-kr", "cp949"), "읍면동명,선거인수,투표수", "종로구,서대문구,해운대구,수성구,제주시"),
    "ja": (("shift_jis", "cp932", "euc-jp"), "市区町村,投票者数,有効投票数", "横浜市,札幌市,さいたま市,那覇市"),
    "ru": ((*CYRILLIC, "koi8-r", "cp866"), "Участок,Число избирателей", "Ярославль,Тверь,Химки,Пермь,Елец"),
    "uk": (CYRILLIC, "Дільниця,Кількість виборців", "Київ,Чернігів,Вінниця,Рівне,Бровари"),
    "bg": (("cp1251",), "Община,Действителни гласове", "Пловдив,Бургас,Русе,Плевен,Ямбол"),
    "sr": (("cp1251", "iso-8859-5"), "Општина,Важећи листићи", "Ниш,Чачак,Шабац,Ужице,Бољевац"),
    "pl": (CENTRAL, "Gmina,Liczba głosów ważnych", "Łódź,Wrocław,Żyrardów,Święciany,Płońsk"),
    "cs": (CENTRAL, "Obec,Platné hlasy,Vydané obálky", "Plzeň,Třebíč,České Budějovice,Řevnice,Děčín"),
    "hu": (CENTRAL, "Település,Érvényes szavazatok", "Győr,Székesfehérvár,Hódmezővásárhely,Füzesgyarmat,Csürgő"),
    "ro": (CENTRAL, "Judeţ,Voturi valabil exprimate,Secţie", "Timişoara,Iaşi,Bistriţa,Târgovişte,Piteşti"),
    "hr": (CENTRAL, "Općina,Važeći listići", "Šibenik,Čakovec,Požega,Đakovo,Sveti Križ Začretje"),
    "sk": (CENTRAL, "Obec,Počet platných hlasov", "Košice,Nižná Šebastová,Žilina,Ľubotice,Piešťany"),
    "lt": (("cp1257", "iso-8859-13"), "Savivaldybė,Galiojantys", "Šiauliai,Panevėžys,Mažeikiai,Ukmergė,Kėdainiai"),
    "lv": (("cp1257", "iso-8859-13"), "Iecirknis,Derīgās zīmes", "Jūrmala,Rēzekne,Ķekava,Mārupe,Valmiera Ģimnāzija"),
    "de": (("cp1252", "latin-1"), "Gemeinde,Gültige Stimmen", "Köln,Düsseldorf,Großenhain,Güstrow,Übach"),
    "fr": (("cp1252", "latin-1"), "Commune,Exprimés,Inscrits", "Béziers,Orléans,Nîmes,Besançon,Châteauroux"),
    "es": (("cp1252", "latin-1"), "Municipio,Votos válidos,Nº", "León,Cádiz,Logroño,Málaga,Alcalá de Henares"),
    "pt": (("cp1252", "latin-1"), "Município,Votos válidos", "São Luís,Belém,Goiânia,Florianópolis,Uberlândia"),
    "sv": (("cp1252", "latin-1"), "Kommun,Giltiga röster", "Göteborg,Malmö,Västerås,Örebro,Ängelholm"),
    "is": (("cp1252", "latin-1"), "Kjördæmi,Gild atkvæði", "Hafnarfjörður,Ísafjörður,Þorlákshöfn,Kópavogur"),
    "et": (("cp1257",), "Vald,Kehtivad hääled", "Võru,Pärnu,Põltsamaa,Jõhvi,Kärdla"),
}  # fmt: skip
CASES = [(language, encoding) for language, (encodings, *_) in NAMES.items() for encoding in encodings]


def table(language):
    _, header, names = NAMES[language]
    width = header.count(",")
    rows = (",".join([name, *[str(i * 37 + k) for k in range(width)]]) for i, name in enumerate(names.split(",")))
    return "\n".join([header, *rows]) + "\n"


@pytest.mark.parametrize(("language", "encoding"), CASES)
def test_names_are_read_as_they_are_written(language, encoding):
    text = table(language)
    found, _ = encoding_of(text.encode(encoding), "r.csv")
    assert text.encode(encoding).decode(found or "utf-8") == text


def test_what_is_taken_and_what_comes_next_is_told():
    found, told = encoding_of(table("he").encode("cp1255"), "r.csv")
    assert found == "windows-1255"
    assert "is read as windows-1255, and then has the words “שם”, “ישוב”, “קלפי”." in told[0]
    assert "(`encoding: " in told[0]


def test_letters_of_another_alphabet_lack_vowels():
    text = "id,age,name\n1,39,Λεωνιδας\n2,23,Αλεξανδρος\n3,36,Μυρων\n"
    assert encoding_of(text.encode("iso-8859-7"), "r.csv")[0] == "windows-1253"


@pytest.mark.parametrize("text", ["id,name\n1,english\n2,©\n", "Ward,Vote ²\nHill,7\n", "Ward,§ 5,é\nHill,7,8\n"])
def test_a_sign_alone_is_western(text):
    assert encoding_of(text.encode("cp1252"), "r.csv")[0] == "windows-1252"


def test_what_is_no_text_is_refused():
    with pytest.raises(InputError) as caught:
        encoding_of(bytes(range(128, 256)) * 3, "r.csv")
    assert "its encoding cannot be told" in str(caught.value)
