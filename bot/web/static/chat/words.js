// What the page says to people.

export const REFUSALS = {
  too_long: "一条消息最多 20000 字，请分几条发。",
  empty: "先写点什么再发送。",
  not_member: "你不在这个群里，不能发言。",
  quote_gone: "引用的消息已经不在了，请去掉引用再发。",
  gone: "这条消息已经不在了。",
  not_yours: "只能撤回自己发的消息。",
  too_late: "发出超过两分钟的消息不能撤回。",
  photo_too_big: "照片超过 10 MB，请换一张小一点的。",
  not_a_photo: "这个文件不是能显示的照片。",
  photos_full: "照片暂存区已满，请过几分钟再发。",
  photo_gone: "照片已过期，请重新选择。",
  too_many_photos: "一次最多发 9 张照片。",
  not_understood: "没有发出去，请刷新页面再试。",
  too_fast: "说得太快了，请过一分钟再发。",
  offline: "照片没有传上去，请检查网络后再试。",
};

export function explain(code) {
  return REFUSALS[code] || "没有发出去，请稍后再试。";
}

const two = (number) => String(number).padStart(2, "0");

export function tellClock(at) {
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

export function tellTime(at, now = new Date()) {
  const day = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  const days = Math.round((day(now) - day(at)) / 86400000);
  if (days === 0) return tellClock(at);
  if (days === 1) return `昨天 ${tellClock(at)}`;
  return `${at.getMonth() + 1}月${at.getDate()}日 ${tellClock(at)}`;
}

export function tellLine(line) {
  if (line.recalled) return "撤回了一条消息";
  const photos = line.photos.length ? "[图片]" : "";
  return `${photos}${line.text}`.replace(/\s+/g, " ").slice(0, 80);
}
