import { startLoad } from '../world/load.ts';

/** The container of the clients. */
const { TARGET: url = 'http://checkout', RATE: rate = '50' } = process.env;

startLoad({ requestsPerSecond: Number(rate), pods: () => [{ url }] });
