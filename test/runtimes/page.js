// For browsers: defines a global function that checks the library against the fixtures and returns a report.
import * as libforge from '@fil-forge/libforge'
import * as ucan from '@fil-forge/libforge/ucan'
import { check } from './check.ts'

globalThis.check = (fixtures) => check(libforge, ucan, fixtures)
