import { expect, test } from 'vitest';
import { splitTaskLogs } from '../../src/live/task-logs.js';

function frame(stream: 1 | 2, text: string): Buffer {
  const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

test('keeps the streams apart, and a character whole that two frames share', () => {
  const [first, second] = [Buffer.from([0xc3]), Buffer.from([0xa9])];
  const half = (part: Buffer) => Buffer.concat([Buffer.from([1, 0, 0, 0, 0, 0, 0, 1]), part]);
  const raw = Buffer.concat([frame(1, 'a\n'), frame(2, 'warned\n'), half(first), half(second)]);
  expect(splitTaskLogs(raw)).toEqual({ stdout: 'a\né', stderr: 'warned\n' });
});

test('leaves out a frame that was cut off', () => {
  const raw = Buffer.concat([frame(1, 'whole\n'), frame(1, 'cut off\n').subarray(0, 12)]);
  expect(splitTaskLogs(raw).stdout).toBe('whole\n');
});
