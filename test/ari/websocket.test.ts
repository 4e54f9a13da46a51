import { ariContract } from './contract.ts';

ariContract('current', 'websocket');
