import { describeWalk } from './walk.test-kit.ts';

describeWalk(390);
