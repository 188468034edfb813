import type { Fault, Issue } from '@meterline/core';
import { ISSUE_CODES } from '@meterline/core';

/** The fault that tells a person of a file which could not be used at all; nothing for issues of single lines. */
export const faultOfIssue = (issue: Issue): readonly Fault[] => {
  switch (issue.code) {
    case 'DATABASE_LOCKED':
      return [
        {
          code: 'SOURCE_DATABASE_UNREADABLE',
          message: `${issue.file}: ${ISSUE_CODES[issue.code]}`,
          hint: 'It is tried again at the next import.',
        },
      ];
    case 'DATABASE_DAMAGED':
    case 'DATABASE_UNKNOWN':
      return [{ code: 'SOURCE_DATABASE_UNREADABLE', message: `${issue.file}: ${ISSUE_CODES[issue.code]}` }];
    case 'UNREADABLE':
    case 'UNSUPPORTED_COMPRESSION':
    case 'SYMLINK_LOOP': {
      const reason = issue.detail ? ` (${issue.detail})` : '';
      return [
        { code: 'SOURCE_FILE_UNREADABLE', message: `${issue.file}: ${ISSUE_CODES[issue.code]}${reason}` },
      ];
    }
    default:
      return [];
  }
};
