import { connect } from 'node:net';
import { CALL_TIMEOUT_MS } from './http.js';

/** Resolves if a PostgreSQL-speaking server answers at the address, otherwise throws. */
export type PgbouncerProbe = (host: string, port: number) => Promise<void>;

/** Length 8 and the code 80877103: the one question that is answered without a user name. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/** @see https://www.postgresql.org/docs/17/protocol-flow.html (SSL session encryption) */
export const pgbouncerProbe: PgbouncerProbe = (host, port) =>
  new Promise((resolve, reject) => {
    const at = `${host}:${port}`;
    const socket = connect({ host, port });
    const end = (error?: Error) => {
      socket.destroy();
      if (error) reject(error);
      else resolve();
    };
    socket.setTimeout(CALL_TIMEOUT_MS, () => {
      end(new Error(`${at}: no answer in ${CALL_TIMEOUT_MS} ms`));
    });
    socket.once('error', (error) => {
      end(new Error(`${at}: ${error.message}`));
    });
    socket.once('close', () => {
      end(new Error(`${at}: closed without an answer`));
    });
    socket.once('connect', () => socket.write(SSL_REQUEST));
    socket.once('data', (answer) => {
      const known = ['N', 'S'].includes(String.fromCharCode(answer[0] ?? 0));
      end(known ? undefined : new Error(`${at}: not the PostgreSQL protocol`));
    });
  });
