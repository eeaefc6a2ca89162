import { startLoad } from '@backout/world/service';

/** The container of the clients. */
const { TARGET: url = 'http://checkout', RATE: rate = '50' } = process.env;

startLoad({ requestsPerSecond: Number(rate), pods: () => [{ url }] });
