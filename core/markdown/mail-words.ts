/** Texts that mail programs write between a reply and the quoted mail, by language. */

const words = (text: string): string[] => text.split("|");

const original = [
  "Original Message|Original Appointment|Forwarded message|Forwarded by .{1,80}|Reply message",
  "Ursprüngliche Nachricht|Originalnachricht|Weitergeleitete Nachricht|Original-Nachricht",
  "Message d'origine|Message d’origine|Message original|Message transféré|Mensaje original|Mensaje reenviado",
  "Messaggio originale|Messaggio inoltrato|Mensagem original|Mensagem encaminhada|Oorspronkelijk bericht",
  "Doorgestuurd bericht|Originalmeddelande|Ursprungligt meddelande|Vidarebefordrat meddelande",
  "Oprindelig meddelelse|Opprinnelig melding|Alkuperäinen viesti|Wiadomość oryginalna|Oryginalna wiadomość",
  "Původní zpráva|Původní e-mail|Eredeti üzenet|Mesaj original|Orijinal Mesaj|Αρχικό μήνυμα",
  "Исходное сообщение|Пересылаемое сообщение|Оригінальне повідомлення|原始邮件|原始郵件|邮件原件|元のメッセージ",
  "원본 메시지|원본 메일|הודעה מקורית|الرسالة الأصلية",
].join("|");

/** A line such as `-----Original Message-----`. */
export const originals = new RegExp(`^[-_*]{2,20} ?(?:${original}) ?:?[-_*]{2,20}$`, "i");

/** The end of GitHub's mails. */
export const footers =
  /^(?:Reply to this email directly[,.]? (?:or )?\[?view it on GitHub|You are receiving this because |Message ID: ?<|Triage notifications on the go with )/i;

const device =
  "(?:iPhone|iPad|Android|Galaxy|Samsung|Pixel|BlackBerry|Huawei|Xiaomi|mobile|phone|Handy|mobil).{0,40}";

/** "Sent from my phone". */
export const senders = new RegExp(
  `^(?:(?:Sent from my|Von meinem|Gesendet von meinem|Envoyé de mon|Enviado desde mi|Enviado do meu|Inviato dal? mio|` +
    `Verzonden vanaf mijn|Skickat från min|Sendt fra min|Wysłane z mojego|Odesláno z mého|Отправлено с) ${device}|` +
    "Sent from (?:Mail for Windows|Outlook|Yahoo Mail|Gmail|Proton Mail).{0,40}|Get Outlook for .{1,20}|从我的 ?.{1,20}发送|.{1,20}から送信)$",
  "i",
);

const wrote = [
  "wrote|writes|schrieb|schreibt|a écrit|escribió|ha scritto|escreveu|schreef|skrev|kirjoitti|napisał|napisała",
  "napisał\\(a\\)|pisze|napsal|napsala|napsal\\(a\\)|napísal|írta|a scris|yazdı|şunu yazdı|έγραψε|написал|написала",
  "написал\\(а\\)|пишет|написав|писал|写道|寫道|のメール|さんが書きました|作成|님이 작성|כתב|כתבה|كتب",
].join("|");

/** The verb in "On …, … wrote:", if the line has no address. */
export const attributions = new RegExp(`(?:${wrote})[^:：]{0,60}[:：]\\**$`, "i");

const names: [kind: string, inLanguages: string][] = [
  [
    "from",
    "from|von|de|da|van|från|fra|lähettäjä|od|odesílatel|feladó|kimden|gönderen|от|від|из|发件人|寄件者|差出人|보낸 사람",
  ],
  [
    "date",
    "sent|date|gesendet|datum|envoyé|enviado|enviado el|fecha|data|inviato|verzonden|skickat|sendt|dato|lähetetty|" +
      "wysłano|odesláno|elküldve|tarih|отправлено|дата|发送时间|日期|寄件日期|送信日時|日付|보낸 날짜",
  ],
  [
    "to",
    "to|an|à|a|para|per|aan|till|til|vastaanottaja|do|komu|címzett|kime|кому|收件人|收件者|宛先|받는 사람",
  ],
  [
    "subject",
    "subject|betreff|objet|asunto|oggetto|assunto|onderwerp|ämne|emne|aihe|temat|předmět|tárgy|konu|тема|主题|主旨|件名|제목",
  ],
];

/** Fields of a mail header by their lower-case names. */
export const headerNames: ReadonlyMap<string, string> = new Map(
  names.flatMap(([kind, text]) => words(text).map((name) => [name, kind] as const)),
);
