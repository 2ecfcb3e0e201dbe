// Every word the live screens say, in both languages. Chinese is written, not translated.

const TEXTS = {
  // the line
  connecting: { zh: '正在连接…', en: 'Connecting…' },
  live: { zh: '已连接', en: 'Connected' },
  cut: { zh: '连接中断', en: 'Connection lost' },
  cutAge: { zh: '连接中断 · 画面停在 {age} 前', en: 'Connection lost · this is from {age} ago' },
  refused: { zh: '链接已失效，请向导播要新链接', en: 'This link is no longer valid; ask the producer for a new one' },
  // phases
  preshow: { zh: '未开播', en: 'Not on air' },
  on_air: { zh: '直播中', en: 'On air' },
  ended: { zh: '已下播', en: 'Ended' },
  paused: { zh: '已暂停', en: 'Paused' },
  // host
  hostTitle: { zh: '主播屏', en: 'Host screen' },
  remaining: { zh: '本环节剩余', en: 'Left in this segment' },
  overtime: { zh: '本环节超时', en: 'Over in this segment' },
  planned: { zh: '计划时长', en: 'Planned length' },
  wall: { zh: '现在', en: 'Now' },
  elapsed: { zh: '已播', en: 'On air for' },
  toStart: { zh: '距开播', en: 'Until start' },
  pastStart: { zh: '已过开播时间', en: 'Past planned start' },
  lasted: { zh: '共播', en: 'Lasted' },
  offset: { zh: '进度', en: 'Pace' },
  script: { zh: '台词', en: 'Script' },
  segment: { zh: '环节', en: 'Segment' },
  next: { zh: '下一条', en: 'Next' },
  nothingNext: { zh: '后面没有了，可以收尾', en: 'Nothing after this: wrap up' },
  nothingSaid: { zh: '这一条没有写台词', en: 'No lines written for this cue' },
  first: { zh: '第一条', en: 'First up' },
  board: { zh: '板书', en: 'Board' },
  boardLive: { zh: '板书 · 已上屏', en: 'Board · on screen' },
  boardQuiz: { zh: '竞猜板书 · 先出中文', en: 'Quiz board · Chinese first' },
  boardWaiting: { zh: '板书 · 待上屏', en: 'Board · waiting' },
  boardNone: { zh: '这个环节没有板书', en: 'No board in this segment' },
  showBoard: { zh: '出板书', en: 'Show board' },
  reveal: { zh: '揭示下一词', en: 'Reveal next' },
  hideBoard: { zh: '收板书', en: 'Hide board' },
  waitStart: { zh: '等导播开播', en: 'Waiting for the producer to start' },
  thanks: { zh: '辛苦了，今天播完了', en: 'That is the show. Well done.' },
  gotIt: { zh: '知道了', en: 'Got it' },
  fromDesk: { zh: '导播台留言', en: 'From the desk' },
  more: { zh: '还有 {n} 条', en: '{n} more' },
  run: { zh: '返场 {n}', en: 'Run {n}' },
  // languages
  both: { zh: '双语', en: 'Both' },
  zh: { zh: '中', en: '中' },
  en: { zh: 'EN', en: 'EN' },
  focus: { zh: '台词语言', en: 'Script language' },
  language: { zh: '界面语言', en: 'Screen language' },
  words: { zh: '界面', en: 'Screen' },
  // counters
  thisProduct: { zh: '这个品', en: 'This product' },
  thisShow: { zh: '全场', en: 'This show' },
  noProduct: { zh: '这个环节没有商品', en: 'No product in this segment' },
  units: { zh: '售出件数', en: 'Units sold' },
  paid: { zh: '成交额', en: 'Paid' },
  stock: { zh: '剩余库存', en: 'Stock left' },
  gmv: { zh: '成交额', en: 'Paid GMV' },
  orders: { zh: '支付订单', en: 'Paid orders' },
  price: { zh: '直播价', en: 'Live price' },
  link: { zh: '{n} 号链接', en: 'Link {n}' },
  asOf: { zh: '截至 {at}', en: 'As of {at}' },
  noOrders: { zh: '还没有接入订单', en: 'No order source connected' },
  provisional: { zh: '暂计', en: 'provisional' },
  final: { zh: '已核定', en: 'final' },
  ofTarget: { zh: '目标 {target} 的 {share}', en: '{share} of target {target}' },
  noteUnits: { zh: '售出件数 = 已支付订单行的件数之和，只算这个品、这一场；退款不减。', en: 'Units sold = sum of quantities on paid order lines of this product in this show; refunds are not taken off.' },
  notePaid: { zh: '成交额 = 已支付订单行的实付金额之和，只算这个品、这一场，未扣退款。', en: 'Paid = sum of the amounts paid on order lines of this product in this show, before refunds.' },
  noteStock: { zh: '剩余库存 = 开播时库存 − 已支付件数；不知道开播库存时显示“—”。', en: 'Stock left = stock at the start − units paid; “—” when the starting stock is unknown.' },
  noteGmv: { zh: '成交额 = 全场已支付订单行的实付金额之和，未扣退款。退款另计：{refund}；净额：{net}。', en: 'Paid GMV = sum of the amounts paid on all order lines of the show, before refunds. Refunded: {refund}; net: {net}.' },
  noteOrders: { zh: '支付订单 = 至少有一行已支付的订单数，同一单只数一次。', en: 'Paid orders = distinct orders with at least one paid line.' },
  noteShowUnits: { zh: '售出件数 = 全场已支付订单行的件数之和；退款不减。', en: 'Units sold = sum of quantities on all paid order lines of the show; refunds are not taken off.' },
  // keys and acts
  go: { zh: '下一条', en: 'GO' },
  goStart: { zh: '开播', en: 'Start show' },
  back: { zh: '上一条', en: 'Back' },
  pause: { zh: '暂停', en: 'Pause' },
  resume: { zh: '继续', en: 'Resume' },
  skip: { zh: '跳过环节', en: 'Skip' },
  skipThis: { zh: '跳过', en: 'Skip' },
  unskip: { zh: '恢复', en: 'Restore' },
  jump: { zh: '跳到这里', en: 'Jump here' },
  jumpSure: { zh: '再按一次跳转', en: 'Press again to jump' },
  undo: { zh: '撤销', en: 'Undo' },
  end: { zh: '按住 1 秒下播', en: 'Hold 1 s to end' },
  endHolding: { zh: '继续按住…', en: 'Keep holding…' },
  add: { zh: '加时', en: 'Add time' },
  seconds: { zh: '{n} 秒', en: '{n} s' },
  minutes: { zh: '{n} 分', en: '{n} min' },
  more15: { zh: '加 15 秒', en: 'Add 15 s' },
  less15: { zh: '减 15 秒', en: 'Take 15 s' },
  more60: { zh: '加 1 分', en: 'Add 1 min' },
  less60: { zh: '减 1 分', en: 'Take 1 min' },
  keys: { zh: '按键', en: 'Keys' },
  keysTitle: { zh: '键盘', en: 'Keyboard' },
  close: { zh: '关闭', en: 'Close' },
  keyGo: { zh: '空格 / → / PageDown', en: 'Space / → / PageDown' },
  keyBack: { zh: '← / PageUp', en: '← / PageUp' },
  startProblems: { zh: '开播检查有 {n} 项没过，写明原因才能开播', en: '{n} checks are red: give a reason to go live' },
  reason: { zh: '开播原因', en: 'Reason to go live' },
  missing: { zh: '开价前还缺这些', en: 'Missing before the price opens' },
  goAnyway: { zh: '知道了，照样继续', en: 'Go on anyway' },
  leave: { zh: '先不', en: 'Not now' },
  visit: { zh: '返场', en: 'Bring back' },
  visitSure: { zh: '再按一次返场', en: 'Press again to bring back' },
  emergency: { zh: '突发情况', en: 'Emergency' },
  emergencyBack: { zh: '恢复后按“继续”，回到原来的环节', en: 'Press Resume to return to the same segment' },
  stage: { zh: '商品状态', en: 'Product stage' },
  beatDue: { zh: '到点了：{label}', en: 'Due: {label}' },
  beatDone: { zh: '做完了', en: 'Done' },
  beatLater: { zh: '5 分钟后', en: 'In 5 min' },
  // what became of a command
  notSent: { zh: '没有发出：连接断了', en: 'Not sent: no connection' },
  unknown: { zh: '没有收到回执，以屏幕状态为准', en: 'No receipt: trust what the screen shows' },
  taken: { zh: '{by} 先按了，已经到下一条', en: '{by} was first; the show has moved on' },
  takenNobody: { zh: '已经有人先按了', en: 'Somebody was first' },
  denied: { zh: '这个链接没有这项权限', en: 'This link may not do that' },
  failed: { zh: '没有执行', en: 'Refused' },
  sentOk: { zh: '已送达', en: 'Sent' },
  // producer
  producerTitle: { zh: '导播台', en: 'Producer desk' },
  rundown: { zh: '节目单', en: 'Rundown' },
  now: { zh: '现场', en: 'Now' },
  messages: { zh: '留言', en: 'Messages' },
  numbers: { zh: '数据', en: 'Numbers' },
  plannedAt: { zh: '计划', en: 'Planned' },
  expectedAt: { zh: '预计', en: 'Expected' },
  actualAt: { zh: '实际', en: 'Actual' },
  length: { zh: '时长', en: 'Length' },
  current: { zh: '正在播', en: 'On air' },
  nextUp: { zh: '下一个', en: 'Next' },
  done: { zh: '播过', en: 'Done' },
  skipped: { zh: '已跳过', en: 'Skipped' },
  hardStart: { zh: '准点', en: 'Fixed' },
  expectedEnd: { zh: '预计下播', en: 'Expected end' },
  plannedEnd: { zh: '计划下播', en: 'Planned end' },
  toWhom: { zh: '发给', en: 'To' },
  target_host: { zh: '主播', en: 'Host' },
  target_assistant: { zh: '助播', en: 'Assistant' },
  target_all: { zh: '所有人', en: 'Everyone' },
  writeZh: { zh: '写给主播的话（中文）', en: 'Message (Chinese)' },
  writeEn: { zh: '英文（可不填）', en: 'English (optional)' },
  send: { zh: '发送', en: 'Send' },
  presets: { zh: '常用留言', en: 'Presets' },
  sent: { zh: '已发出', en: 'Sent' },
  shown: { zh: '已显示', en: 'Shown' },
  acked: { zh: '已确认', en: 'Acknowledged' },
  noMessages: { zh: '还没有留言', en: 'No messages yet' },
  unheard: { zh: '{age} 未确认', en: 'not acknowledged for {age}' },
  who: { zh: '谁做了什么', en: 'Who did what' },
  nobodyYet: { zh: '还没有操作', en: 'Nothing done yet' },
  sections: { zh: '分区', en: 'Sections' },
  you: { zh: '你是 {name}', en: 'You are {name}' },
  // board and overlay
  boardTitle: { zh: '板书屏', en: 'Board' },
  overlayTitle: { zh: '直播画面浮层', en: 'Stream overlay' },
  boardEmpty: { zh: '板书空着', en: 'Nothing on the board' },
  ofCards: { zh: '第 {n} / {all} 个', en: '{n} of {all}' },
};

/** Verbs in the log, as things done. */
const VERBS = {
  start: { zh: '开播', en: 'started the show' }, go: { zh: '下一条', en: 'GO' }, back: { zh: '退回上一条', en: 'went back' },
  skip: { zh: '跳过环节', en: 'skipped a segment' }, unskip: { zh: '恢复环节', en: 'restored a segment' },
  jump: { zh: '跳转', en: 'jumped' }, pause: { zh: '暂停', en: 'paused' }, resume: { zh: '继续', en: 'resumed' },
  add_time: { zh: '加减时间', en: 'changed the time' }, end: { zh: '下播', en: 'ended the show' },
  board_show: { zh: '出板书', en: 'showed the board' }, board_reveal: { zh: '揭示一词', en: 'revealed a word' },
  board_hide: { zh: '收板书', en: 'hid the board' }, undo: { zh: '撤销', en: 'took back a move' },
  message: { zh: '留言', en: 'sent a message' }, emergency: { zh: '报突发情况', en: 'raised an emergency' },
  product: { zh: '改商品状态', en: 'changed a product' }, hosts: { zh: '换主播', en: 'changed the hosts' },
};

/** The stages of a product on air and where each may go: the table of `live/strip.py`, held equal by a test. */
export const STAGES = {
  waiting: { zh: '待上架', en: 'not listed', to: ['explaining', 'price_hidden', 'open', 'off'] },
  explaining: { zh: '讲解', en: 'explaining', to: ['waiting', 'price_hidden', 'open', 'off'] },
  price_hidden: { zh: '待开价', en: 'price hidden', to: ['explaining', 'open', 'off'] },
  open: { zh: '开价', en: 'price open', to: ['price_hidden', 'sold_out', 'off'] },
  sold_out: { zh: '售罄', en: 'sold out', to: ['open', 'off'] },
  off: { zh: '下架', en: 'taken down', to: ['waiting'] },
};

/** What the host says in an emergency: the lines of `live/emergency.py`, held equal by a test. */
export const EMERGENCIES = {
  network: { label: { zh: '断网', en: 'Network down' }, line: { zh: '网络有点卡，大家先别走，我们马上回来。', en: 'Our connection dropped for a moment. Stay with us, we will be right back.' } },
  black_screen: { label: { zh: '黑屏', en: 'Black screen' }, line: { zh: '画面出了点问题，声音还在，我先说着，大家听我讲。', en: 'We lost the picture but you can still hear me, so let me keep talking.' } },
  violation: { label: { zh: '违规提醒', en: 'Platform warning' }, line: { zh: '刚才的说法不够准确，我更正一下，以商品详情页为准。', en: 'Let me correct what I just said: please go by the product page.' } },
  order_rush: { label: { zh: '爆单', en: 'Order rush' }, line: { zh: '订单太多，系统在排队，拍下的朋友别着急，不要重复付款。', en: 'Orders are queueing. If you have ordered, please wait and do not pay twice.' } },
};

const KINDS = {
  opening: { zh: '开场', en: 'Opening' }, warmup: { zh: '暖场', en: 'Warm-up' }, product: { zh: '讲品', en: 'Product' },
  lesson: { zh: '单词课', en: 'Lesson' }, interaction: { zh: '互动', en: 'Interaction' },
  lucky_bag: { zh: '福袋', en: 'Lucky bag' }, flash: { zh: '秒杀', en: 'Flash sale' }, story: { zh: '故事', en: 'Story' },
  encore: { zh: '返场', en: 'Encore' }, break: { zh: '休息', en: 'Break' }, closing: { zh: '收尾', en: 'Closing' },
  say: { zh: '口播', en: 'Say' }, card: { zh: '板书', en: 'Board' }, quiz: { zh: '竞猜', en: 'Quiz' },
  price: { zh: '开价', en: 'Price' }, link: { zh: '上链接', en: 'Link up' }, stock: { zh: '放量', en: 'Stock' },
  prop: { zh: '道具', en: 'Prop' }, camera: { zh: '机位', en: 'Camera' }, message: { zh: '提示', en: 'Message' },
  music: { zh: '音乐', en: 'Music' },
};

/** The eight messages on keys 1–8. */
export const PRESETS = [
  { zh: '加快节奏', en: 'Speed up' },
  { zh: '放慢一点，时间够', en: 'Slow down, there is time' },
  { zh: '准备上链接', en: 'Link goes up next' },
  { zh: '链接已上，请开价', en: 'Link is up: say the price' },
  { zh: '库存不多，喊最后一轮', en: 'Low stock: last call' },
  { zh: '回答公屏问题', en: 'Answer the comments' },
  { zh: '再带大家读一遍单词', en: 'Read the words once more' },
  { zh: '还有 1 分钟，收尾', en: 'One minute left: wrap up' },
];

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values?.[name] ?? whole);

/** The text of `key` in `lang` (`zh` unless `en`), with `{names}` filled in. */
export function t(lang, key, values) {
  const pair = TEXTS[key];
  if (!pair) throw new Error(`no text ${key}`);
  return fill(pair[lang === 'en' ? 'en' : 'zh'], values);
}

/** The word for a segment or cue kind; kinds we do not know are shown as they were written. */
export const kindWord = (lang, kind) => KINDS[kind]?.[lang === 'en' ? 'en' : 'zh'] ?? kind;

/** The word for a verb in the log. */
export const verbWord = (lang, verb) => VERBS[verb]?.[lang === 'en' ? 'en' : 'zh'] ?? verb;

/** One side of a bilingual text, or the other when that side is empty. */
export const side = (lang, pair) => (lang === 'en' ? pair?.en || pair?.zh : pair?.zh || pair?.en) || '';
