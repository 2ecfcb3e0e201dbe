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

/** What the host says in an emergency: the lines of `live/emergency.py`, held equal by a test. */
export const EMERGENCIES = {
  network: { label: { zh: '断网', en: 'Network down' }, line: { zh: '网络有点卡，大家先别走，我们马上回来。', en: 'Our connection dropped for a moment. Stay with us, we will be right back.' } },
  black_screen: { label: { zh: '黑屏', en: 'Black screen' }, line: { zh: '画面出了点问题，声音还在，我先说着，大家听我讲。', en: 'We lost the picture but you can still hear me, so let me keep talking.' } },
  violation: { label: { zh: '违规提醒', en: 'Platform warning' }, line: { zh: '刚才的说法不够准确，我更正一下，以商品详情页为准。', en: 'Let me correct what I just said: please go by the product page.' } },
  order_rush: { label: { zh: '爆单', en: 'Order rush' }, line: { zh: '订单太多，系统在排队，拍下的朋友别着急，不要重复付款。', en: 'Orders are queueing. If you have ordered, please wait and do not pay twice.' } },
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
