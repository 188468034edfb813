/**
 * Issues of one file and code that are remembered one by one, so that reading the file again does not count them twice.
 * Beyond it a file is plainly not what it seems: the count goes on for places further down, the places are not kept.
 */
export const ISSUES_PER_FILE_MAX = 200;
