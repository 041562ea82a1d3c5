// The portal's own addresses that the device asks in the background; tests/offline compares them with the server's.
export const WORKER = "/sw.js";
export const PAGE = "/ngoai-tuyen/";
export const SHELL = "/ngoai-tuyen/khong-co/";
export const SESSION = "/ngoai-tuyen/phien.json";
export const CATALOGUE = "/ngoai-tuyen/danh-muc.json";
