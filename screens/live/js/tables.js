// Tables of the live room that the screens need at hand: stages, emergencies, the list before air, presets.

/** The stages of a product on air and where each may go: the table of `live/strip.py`, held equal by a test. */
export const STAGES = {
  waiting: { zh: '待上架', en: 'not listed', to: ['explaining', 'price_hidden', 'open', 'off'] },
  explaining: { zh: '讲解', en: 'explaining', to: ['waiting', 'price_hidden', 'open', 'off'] },
  price_hidden: { zh: '待开价', en: 'price hidden', to: ['explaining', 'open', 'off'] },
  open: { zh: '开价', en: 'price open', to: ['price_hidden', 'sold_out', 'off'] },
  sold_out: { zh: '售罄', en: 'sold out', to: ['open', 'off'] },
  off: { zh: '下架', en: 'taken down', to: ['waiting'] },
};

/** An emergency: what the host says and what the desk does, in order; from `live/emergency.py`, held equal by a test. */
export const EMERGENCIES = {
  network: {
    label: { zh: '断网', en: 'Network down' },
    line: { zh: '网络有点卡，大家先别走，我们马上回来。', en: 'Our connection dropped for a moment. Stay with us, we will be right back.' },
    steps: [{ zh: '切换备用热点', en: 'Switch to the spare hotspot' }, { zh: '确认推流恢复，再点「继续计时」', en: 'Check that the stream is back, then resume' }, { zh: '在评论区置顶说明', en: 'Pin a note in the comments' }],
  },
  black_screen: {
    label: { zh: '黑屏', en: 'Black screen' },
    line: { zh: '画面出了点问题，声音还在，我先说着，大家听我讲。', en: 'We lost the picture but you can still hear me, so let me keep talking.' },
    steps: [{ zh: '切到备用机位或静态图', en: 'Cut to the spare camera or a still' }, { zh: '检查采集与推流软件', en: 'Check capture and the streaming software' }, { zh: '画面恢复后点「继续计时」', en: 'Resume once the picture is back' }],
  },
  violation: {
    label: { zh: '违规提醒', en: 'Platform warning' },
    line: { zh: '刚才的说法不够准确，我更正一下，以商品详情页为准。', en: 'Let me correct what I just said: please go by the product page.' },
    steps: [{ zh: '看清平台提示的词句和商品', en: 'Read which words and which item the warning names' }, { zh: '主播口头更正，停用该说法', en: 'Correct it on air and drop the claim' }, { zh: '必要时下架商品并记录', en: 'Take the item down if needed and note it' }],
  },
  order_rush: {
    label: { zh: '爆单', en: 'Order rush' },
    line: { zh: '订单太多，系统在排队，拍下的朋友别着急，不要重复付款。', en: 'Orders are queueing. If you have ordered, please wait and do not pay twice.' },
    steps: [{ zh: '核对库存与发货能力', en: 'Check stock and what can be shipped' }, { zh: '改为预售或标记售罄', en: 'Turn to pre-sale or mark sold out' }, { zh: '通知客服与仓库', en: 'Tell customer service and the warehouse' }],
  },
};

/** The list before air, the earliest first (`before` in milliseconds): that of `live/checklist.py`, held equal by a test. */
export const CHECKS = [
  { id: 'links', before: 14400000, role: 'producer', zh: '商品链接、价格、库存已核对，留一成库存备用', en: 'Links, prices and stock checked, a tenth of the stock kept back' },
  { id: 'coupons', before: 14400000, role: 'producer', zh: '优惠券、福袋、秒杀已配置', en: 'Coupons, lucky bags and flash sales set up' },
  { id: 'boards', before: 10800000, role: 'producer', zh: '板书词卡已逐张审核', en: 'Every board card looked at and approved' },
  { id: 'uplink', before: 7200000, role: 'producer', zh: '上行带宽不低于 5 Mb/s，备用热点可用', en: 'Uplink at least 5 Mb/s, the spare hotspot works' },
  { id: 'devices', before: 7200000, role: 'assistant', zh: '摄像头、灯光、麦克风、电源正常', en: 'Cameras, lights, microphones and power work' },
  { id: 'samples', before: 3600000, role: 'assistant', zh: '样品、道具、白板按顺序摆好', en: 'Samples, props and whiteboard laid out in order' },
  { id: 'review', before: 3600000, role: 'producer', zh: '剧本已做播前合规审核并签署', en: 'The script is reviewed and signed off before air' },
  { id: 'script', before: 1800000, role: 'producer', zh: '剧本与链接号逐条对齐', en: 'Script and link numbers match line by line' },
  { id: 'countdown', before: 1800000, role: 'producer', zh: '排练一次“三二一上链接”，链接 3 秒内跳出', en: '“Three, two, one, link” rehearsed, the link appears within 3 s' },
  { id: 'screens', before: 600000, role: 'assistant', zh: '主播屏、板书屏、手机遥控已连接', en: 'Host screen, board and phone remote connected' },
  { id: 'overlay', before: 300000, role: 'producer', zh: 'OBS 叠加层可见', en: 'The OBS overlay is visible' },
  { id: 'quiet', before: 30000, role: 'assistant', zh: '手机静音，主播就位', en: 'Phones silent, hosts in place' },
];

/** Beats a desk can begin with (`every` in milliseconds): those of `live/beats.py`, held equal by a test. */
export const BEATS = [
  { id: 'lucky_bag', zh: '发福袋', en: 'Lucky bag', every: 1200000 },
  { id: 'time_check', zh: '报时报福利', en: 'Say the time and the offers', every: 1800000 },
  { id: 'review', zh: '看数据复盘', en: 'Look at the figures', every: 900000 },
];

/** The keys of each act as they come: the table of `live/keys.py`, held equal by a test. A room may choose others. */
export const KEYS = {
  go: ['Space', 'ArrowRight', 'PageDown'], back: ['ArrowLeft', 'PageUp'], pause: ['p'], hold: ['k'], more: ['+', '='], less: ['-'],
  reveal: ['r'], hide: ['h'], lookup: ['/'], detail: ['d'], ack: ['m'], focus: ['l'],
};

/** The eight messages on keys 1–8 that a room begins with: those of `studio/room_settings.py`, held equal by a test. */
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
