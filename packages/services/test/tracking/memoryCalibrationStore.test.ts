import { memoryCalibrationStore } from "@hotbag/services"
import { calibrationStoreCases } from "./calibrationStoreCases.ts"

calibrationStoreCases("memory", memoryCalibrationStore)
