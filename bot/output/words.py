"""What a password is called, in many languages."""

#: In one word, in lower case, as a name or in a sentence; without its accents too, where people leave them.
FOREIGN_WORDS = frozenset({
    *("passwort", "kennwort", "wachtwoord", "wagwoord", "lösenord", "losenord", "adgangskode", "kodeord"),
    *("passord", "salasana", "lykilorð", "contraseña", "contrasena", "contrasenya", "contrasinal", "senha"),
    *("clave", "motdepasse", "mdp", "parola", "parolă", "pasahitza", "hasło", "haslo", "heslo", "geslo"),
    *("jelszó", "jelszo", "lozinka", "slaptažodis", "slaptazodis", "parool", "fjalëkalimi", "şifre", "sifre"),
    *("sandi", "nenosiri", "пароль", "парола", "лозинка", "шифра", "құпиясөз", "κωδικός", "συνθηματικό"),
    *("գաղտնաբառ", "პაროლი", "סיסמה", "סיסמא", "密码", "密碼", "口令", "パスワード", "暗証番号"),
    *("비밀번호", "비번", "암호", "패스워드"),
})  # fmt: skip
#: In several words, or in letters that no name is made of.
FOREIGN_PHRASES = (
    *("mot de passe", "parola d'ordine", "parola chiave", "palavra-passe", "palavra passe", "mật khẩu"),
    *("mat khau", "kata sandi", "kata laluan", "κωδικός πρόσβασης", "код доступа", "كلمة المرور"),
    *("كلمة السر", "كلمة مرور", "رمز عبور", "گذرواژه", "پاس ورڈ", "पासवर्ड", "कूटशब्द", "পাসওয়ার্ড"),
    "รหัสผ่าน",
)  # fmt: skip
_ALL = sorted({*FOREIGN_WORDS, *FOREIGN_PHRASES}, key=lambda each: (-len(each), each))
#: What a line has in lower case if it has one of them: ASCII, and what is not.
ASCII_HINT = "|".join(each for each in _ALL if each.isascii())
FOREIGN_HINT = "|".join(each for each in _ALL if not each.isascii())
