// Photos on their way out: made smaller where they are huge, then handed to the server.

const LONG_SIDE = 2048;
const LEAVE_BELOW = 1.5 * 1024 * 1024;
const LIMIT = 10 * 1024 * 1024;

export class PhotoRefused extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

export async function preparePhoto(file) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    throw new PhotoRefused("not_a_photo");
  }
  const scale = LONG_SIDE / Math.max(bitmap.width, bitmap.height);
  const plain = /^image\/(jpeg|png|gif|webp)$/.test(file.type);
  if (plain && (file.type === "image/gif" || (scale >= 1 && file.size <= LEAVE_BELOW))) {
    bitmap.close();
    if (file.size > LIMIT) throw new PhotoRefused("photo_too_big");
    return file;
  }
  return shrink(bitmap, Math.min(1, scale), file.name);
}

async function shrink(bitmap, scale, name) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const paper = canvas.getContext("2d");
  paper.fillStyle = "#fff";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.86));
  if (!blob || blob.size > LIMIT) throw new PhotoRefused("photo_too_big");
  return new File([blob], name.replace(/\.[^.]*$/, "") + ".jpg", { type: "image/jpeg" });
}

export async function uploadPhoto(file, query) {
  const address = new URL("/chat/photos", location.href);
  address.search = query;
  address.searchParams.set("name", file.name);
  let answer;
  try {
    const response = await fetch(address, { method: "POST", body: file });
    answer = await response.json();
  } catch {
    throw new PhotoRefused("offline");
  }
  if (answer.refused) throw new PhotoRefused(answer.refused);
  return answer.ref;
}
