import Night
import Testing

@testable import Metrics

@Suite("an answer of the Prometheus HTTP API") struct PrometheusAnswerTests {
    private let now = Stamp(
        moment: Moment(nanoseconds: 500_000_000_000), wall: WallTime(milliseconds: 1_790_000_000_000))

    private func verdict(_ text: String, status: Int = 200) -> SampleVerdict {
        do throws(PrometheusAnswer.Refusal) {
            return try PrometheusAnswer(Array(text.utf8), status: status).verdict(at: now)
        } catch {
            return .unknown("refused: \(error)")
        }
    }

    private func success(_ type: String, _ result: String, more: String = "") -> SampleVerdict {
        verdict(#"{"status":"success"\#(more),"data":{"resultType":"\#(type)","result":\#(result)}}"#)
    }

    private func finding(_ verdict: SampleVerdict) -> SampleFinding? {
        if case .known(let finding) = verdict { finding } else { nil }
    }

    private func why(_ verdict: SampleVerdict) -> String? {
        if case .unknown(let why) = verdict { why } else { nil }
    }

    @Test("a scalar is its value; of a vector the largest counts")
    func values() {
        #expect(finding(success("scalar", #"[1790000000.0,"0.25"]"#))?.value == 0.25)
        let vector = #"[{"metric":{"a":"b"},"value":[1790000000,"3"]},{"metric":{},"value":[1790000000,"1.2e1"]}]"#
        #expect(finding(success("vector", vector))?.value == 12)
        #expect(finding(success("vector", vector))?.series == 2)
        #expect(finding(success("vector", vector))?.leavesOut == nil)
    }

    @Test("a value is as old as it is dated, and never from the future")
    func age() {
        #expect(finding(success("scalar", #"[1789999940,"1"]"#))?.takenAt == now.moment - .seconds(60))
        #expect(finding(success("scalar", #"[1790000060,"1"]"#))?.takenAt == now.moment)
    }

    @Test("what is not a number is no value")
    func notANumber() {
        #expect(why(success("scalar", #"[1790000000,"NaN"]"#)) == "the value is nan")
        #expect(why(success("vector", #"[{"metric":{},"value":[1790000000,"+Inf"]}]"#)) == "the value is inf")
        let mixed = #"[{"metric":{},"value":[1790000000,"NaN"]},{"metric":{},"value":[1790000000,"4"]}]"#
        #expect(finding(success("vector", mixed))?.leavesOut == "1 of 2 series is no number")
    }

    @Test(
        "what gives no one value is refused with words",
        arguments: [
            ("vector", "[]", "no series"), ("matrix", "[]", "matrix"), ("string", #"[1790000000,"x"]"#, "a string"),
            ("vector", #"[{"metric":{},"histogram":[1790000000,{}]}]"#, "histograms"), ("tensor", "[]", "not known"),
        ])
    func refused(_ type: String, _ result: String, _ words: String) {
        #expect(why(success(type, result))?.contains(words) == true)
    }

    @Test("an answer that says it is partial gives a lower bound; advice on the expression does not")
    func partial() {
        let partial = success("scalar", #"[1790000000,"1"]"#, more: #","warnings":["store 2: timed out"]"#)
        #expect(finding(partial)?.leavesOut == "partial: store 2: timed out")
        let advice = success("scalar", #"[1790000000,"1"]"#, more: #","warnings":["PromQL info: not a counter"]"#)
        #expect(finding(advice)?.leavesOut == nil)
    }

    @Test("what is wrong with the expression is told in Prometheus' own words, made safe")
    func errors() {
        let wrong = #"{"status":"error","errorType":"bad_data","error":"1:5: parse \u001b[31merror"}"#
        #expect(why(verdict(wrong, status: 400)) == "bad_data: 1:5: parse ␛[31merror")
        #expect(why(verdict(#"{"status":"success"}"#)) == "an answer without a value")
    }

    @Test(
        "whoever evaluated nothing is no Prometheus at work",
        arguments: [
            ("<html>", 503, "refused: HTTP 503"), ("", 503, "refused: HTTP 503"),
            (#"{"status":"error","error":"not ready"}"#, 503, "refused: HTTP 503, not ready"),
            ("{}", 200, "no answer of Prometheus"), ("<html>\u{1b}", 200, "<html>␛"), ("", 200, "an empty answer"),
            (#"{"status":"success","data":{"resultTy"#, 200, "not all of it"),
        ])
    func notAtWork(_ body: String, _ status: Int, _ words: String) {
        let why = why(verdict(body, status: status)) ?? ""
        #expect(why.hasPrefix("refused: ") && why.contains(words), "\(why)")
    }

    @Test("numbers beyond all measure do no harm")
    func extremes() {
        #expect(finding(success("scalar", #"[1e300,"1"]"#)) != nil)
        #expect(finding(success("scalar", #"[-1e300,"1"]"#)) != nil)
        let deep = String(repeating: "[", count: 20_000)
        #expect(why(success("vector", deep)) != nil)
    }
}
