import { describeWalk } from './walk.test-kit.ts';

describeWalk(1440, [768]);
