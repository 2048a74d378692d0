import { expect, test } from 'vitest';
import { requireCloneRoom, type CloneRoomTools } from '../../src/interlock/clone-room.js';

const GB = 1024 ** 3;

function room(over: Partial<CloneRoomTools> = {}) {
  const events: string[] = [];
  const tools: CloneRoomTools = {
    isEmpty: () => true,
    leaderBytes: () => Promise.resolve(10 * GB),
    freeBytes: () => Promise.resolve(12 * GB),
    log: (event) => events.push(event),
    ...over,
  };
  return { events, checked: requireCloneRoom(tools) };
}

test('a clone that fits is made', async () => {
  const { checked, events } = room();
  await expect(checked).resolves.toBeUndefined();
  expect(events).toEqual(['clone-room']);
});

test('one that does not fit, with what is written meanwhile, is not begun', async () => {
  const { checked } = room({ freeBytes: () => Promise.resolve(10.5 * GB) });
  await expect(checked).rejects.toThrow(/CLONE_WITHOUT_ROOM[^]*10752MB free[^]*11GB/);
});

test.each([
  ['data is there', { isEmpty: () => false }, []],
  ['nobody leads yet', { leaderBytes: () => Promise.resolve(undefined) }, []],
  [
    'the leader does not answer',
    { leaderBytes: () => Promise.reject(new Error('silent')) },
    ['clone-room-unknown'],
  ],
])('where %s, the member starts', async (_, over, told) => {
  const { checked, events } = room({ freeBytes: () => Promise.resolve(0), ...over });
  await expect(checked).resolves.toBeUndefined();
  expect(events).toEqual(told);
});
