import convert from 'heic-convert';
import { parentPort, workerData } from 'node:worker_threads';

const jpeg = await convert({ buffer: workerData, format: 'JPEG', quality: 0.92 });
parentPort?.postMessage(new Uint8Array(jpeg));
