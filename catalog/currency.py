"""ISO 4217: which currencies exist and how many decimal digits their minor unit has.

Source: ISO 4217 list one (SIX Financial Information, amendments to 2025), plus codes withdrawn since 2023
that old exports still carry (ANG, BGN, CUC, HRK, SLL, ZWL). Metals, bond units and test codes (XAU, XBA, XXX
…) have no minor unit and are not money here.
"""

from __future__ import annotations

_TWO = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE
CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD
HNL HRK HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP
MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR
SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED
VES WST XCD XCG YER ZAR ZMW ZWG ZWL
"""
_ZERO = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE = "BHD IQD JOD KWD LYD OMR TND"
_FOUR = "CLF UYW"

#: Currency code → decimal digits of its minor unit (CNY 2: 分 is a hundredth).
EXPONENTS: dict[str, int] = {
    code: digits
    for codes, digits in ((_TWO, 2), (_ZERO, 0), (_THREE, 3), (_FOUR, 4))
    for code in codes.split()
}

#: The sign that stands before an amount, for currencies our users meet; the others are shown by their code.
SIGNS: dict[str, str] = {
    "CNY": "¥",
    "JPY": "JP¥",
    "HKD": "HK$",
    "USD": "US$",
    "TWD": "NT$",
    "AUD": "A$",
    "CAD": "CA$",
    "SGD": "S$",
    "MOP": "MOP$",
    "EUR": "€",
    "GBP": "£",
    "KRW": "₩",
}

#: Signs and words accepted when reading, already half-width and upper case, longest first where one begins
#: another.
READ_SIGNS: dict[str, str] = {
    "JP¥": "JPY",
    "CN¥": "CNY",
    "RMB": "CNY",
    "人民币": "CNY",
    "HK$": "HKD",
    "US$": "USD",
    "NT$": "TWD",
    "AU$": "AUD",
    "CA$": "CAD",
    "SG$": "SGD",
    "MOP$": "MOP",
    "A$": "AUD",
    "C$": "CAD",
    "S$": "SGD",
    "港币": "HKD",
    "港元": "HKD",
    "美元": "USD",
    "日元": "JPY",
    "欧元": "EUR",
    "英镑": "GBP",
    "€": "EUR",
    "£": "GBP",
    "₩": "KRW",
    "元": "CNY",
    "圆": "CNY",
    "块": "CNY",
}
